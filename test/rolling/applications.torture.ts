import { helpdesk } from './helpdesk.js';
import { describeJourneys } from './journey-tests.js';
import { shop } from './shop.js';

describeJourneys(helpdesk, 'trigger', 'whole');
describeJourneys(helpdesk, 'client', 'whole');
describeJourneys(helpdesk, 'code', 'whole');
// Not under `code`, which the plan refuses: the status has a default, and the application cannot double that.
describeJourneys(shop, 'trigger', 'whole');
describeJourneys(shop, 'client', 'whole');
