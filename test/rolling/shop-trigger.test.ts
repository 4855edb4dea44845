import { describeJourneys } from './journey-tests.js';
import { shop } from './shop.js';

// The ways back are in applications.torture.ts.
describeJourneys(shop, 'trigger', 'guarded');
