import { helpdesk } from './helpdesk.js';
import { describeJourneys } from './journey-tests.js';

// The whole of it is in applications.torture.ts: every release takes the codemods a while.
describeJourneys(helpdesk, 'code', 'brief');
