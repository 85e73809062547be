"""The only room that knows table names: schema, migrations, descriptions, writing and reading back."""

from pipeline.store.connect import StoreError
from pipeline.store.database import Change, Store

__all__ = ["Change", "Store", "StoreError"]
