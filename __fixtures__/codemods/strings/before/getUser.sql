-- typed-sql
SELECT id, "userName" FROM "User" WHERE id = $1;
