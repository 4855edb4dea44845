// userName in a comment
import type { User } from "@client";

/** @see userName */
export const emoji = (user: User) => "😀" + user.displayName; // bytes
// pec-ignore-next-line kept for the old app
export const kept = (user: User) => user.userName; // ignore-directive
