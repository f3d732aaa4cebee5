-- Who and where the session is. Constants: needs no running warehouse.
SELECT CURRENT_ORGANIZATION_NAME(), CURRENT_ACCOUNT_NAME(), CURRENT_ROLE(), CURRENT_WAREHOUSE(), CURRENT_VERSION()
