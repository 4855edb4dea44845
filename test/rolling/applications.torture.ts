import { helpdesk } from './helpdesk.js';
import { describeJourneys } from './journey-tests.js';
import { shop } from './shop.js';

describeJourneys(helpdesk, 'client', 'whole');
describeJourneys(helpdesk, 'code', 'whole');
describeJourneys(shop, 'trigger', 'whole');
describeJourneys(shop, 'client', 'whole');
describeJourneys(shop, 'code', 'whole');
