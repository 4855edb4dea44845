import { describeRename } from './rename.js';

describeRename('trigger', 'whole');
