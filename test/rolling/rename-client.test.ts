import { describeRename } from './rename.js';

describeRename('client', 'whole');
