import { helpdesk } from './helpdesk.js';
import { describeJourneys } from './journey-tests.js';

describeJourneys(helpdesk, 'trigger', 'whole');
