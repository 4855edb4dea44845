import { describeRename } from './rename.js';

describeRename('code', 'whole');
