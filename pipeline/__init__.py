"""doichieu: hold the plans of Vietnam's provinces and communes against the directive they carry out."""

__version__ = "0.1.0"
