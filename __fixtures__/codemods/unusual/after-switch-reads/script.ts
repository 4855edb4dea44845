#!/usr/bin/env node
import type { User } from "@client";

export const first = (user: User) => `😀 ${user.displayName}` + user.displayName; // é
	if (first) console.log("userName");
