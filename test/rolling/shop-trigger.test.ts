import { describeJourneys } from './journey-tests.js';
import { shop } from './shop.js';

// The whole of it is in applications.torture.ts.
describeJourneys(shop, 'trigger', 'brief');
