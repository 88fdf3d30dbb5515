from dinh.payments.policies import vietqr

__all__ = ["vietqr"]
