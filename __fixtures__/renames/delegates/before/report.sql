SELECT "userName" FROM "User";
