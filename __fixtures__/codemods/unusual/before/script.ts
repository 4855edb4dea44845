#!/usr/bin/env node
import type { User } from "@client";

export const first = (user: User) => `😀 ${user.userName}` + user.userName; // é
	if (first) console.log("userName");
