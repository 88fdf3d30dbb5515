"""Routes that allauth looks up by its own names; what it offers beyond these is not reachable."""

from django.urls import path

from dinh.directory.identity.web.views import entrance

urlpatterns = [
    path("dang-nhap/", entrance.sign_in, name="account_login"),
    path("dang-xuat/", entrance.sign_out, name="account_logout"),
    path("dang-nhap/khoa/", entrance.key_sign_in, name="mfa_login_webauthn"),
    path("dang-nhap/ma/", entrance.code, name="mfa_authenticate"),
    path("dang-nhap/tam-dung/", entrance.inactive, name="account_inactive"),
    path("dang-nhap/hai-lop/", entrance.factors, name="mfa_index"),
    path("dang-nhap/hai-lop/ung-dung/", entrance.totp_on, name="mfa_activate_totp"),
    path("dang-nhap/hai-lop/ung-dung/go/", entrance.totp_off, name="mfa_deactivate_totp"),
    path("dang-nhap/hai-lop/khoa/", entrance.key_list, name="mfa_list_webauthn"),
    path("dang-nhap/hai-lop/khoa/them/", entrance.key_add, name="mfa_add_webauthn"),
    path("dang-nhap/hai-lop/khoa/<int:pk>/go/", entrance.key_remove, name="mfa_remove_webauthn"),
    path("dang-nhap/hai-lop/ma-du-phong/", entrance.codes, name="mfa_view_recovery_codes"),
    path("dang-nhap/hai-lop/ma-du-phong/tao/", entrance.codes_new, name="mfa_generate_recovery_codes"),
    path("dang-nhap/hai-lop/ma-du-phong/tai/", entrance.codes_file, name="mfa_download_recovery_codes"),
    path("dang-nhap/xac-nhan/", entrance.confirm, name="account_reauthenticate"),
    path("dang-nhap/xac-nhan/ma/", entrance.confirm_code, name="mfa_reauthenticate"),
    path("dang-nhap/xac-nhan/khoa/", entrance.confirm_key, name="mfa_reauthenticate_webauthn"),
    path("dang-nhap/mat-khau/", entrance.password, name="account_change_password"),
    path("dang-nhap/vneid/da-dung/", entrance.vneid_stopped, name="socialaccount_login_cancelled"),
    path("dang-nhap/dinh-danh/<slug:provider_id>/", entrance.vneid, name="openid_connect_login"),
    path("dang-nhap/dinh-danh/<slug:provider_id>/tro-ve/", entrance.vneid_back, name="openid_connect_callback"),
]
