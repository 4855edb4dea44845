-- @param {String} $1:name  the user_name
SELECT id, user_name AS "userName" FROM "User" WHERE user_name = $1;

SELECT user_name FROM "Post";

-- The unique key userName_tenantId has an index.
COMMENT ON INDEX "userName_tenantId" IS 'userName_tenantId';
