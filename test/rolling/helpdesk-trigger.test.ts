import { helpdesk } from './helpdesk.js';
import { describeJourneys } from './journey-tests.js';

// The whole of it is in applications.torture.ts.
describeJourneys(helpdesk, 'trigger', 'with-mutations');
