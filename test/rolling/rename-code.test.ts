import { describeRename } from './rename.js';

// The whole of it is in rename.torture.ts: every release takes the codemods a while.
describeRename('code', 'brief');
