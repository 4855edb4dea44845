import { describeRename } from './rename.js';

describeRename('trigger', 'whole');
describeRename('client', 'whole');
// The whole of it is in rename.torture.ts: every release takes the codemods a while.
describeRename('code', 'brief');
