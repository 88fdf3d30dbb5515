# A thin wrapper: make is not everywhere, Python is.
.PHONY: demo test check bench docs
demo test check bench docs:
	python3 run.py $@
