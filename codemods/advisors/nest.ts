import { ts } from '@ts-morph/common';
import { type Advisor, givenTo } from './advice.js';

/**
 * Decorators of NestJS and TypeGraphQL: `@Field({ name: 'userName' })`, `@Args('userName')`, `@Query('userName')`. The
 * name is one of the API, and stays.
 */
export const nest: Advisor = ({ token }) => {
  const given = givenTo(token);
  if (!given || !ts.isDecorator(given.call.parent) || (given.key ?? 'name') !== 'name') return undefined;
  const packages = /^(?:@nestjs\/\w+|type-graphql)$/;
  return { call: given.call, argument: given.argument, packages, shape: 'name', isOther: true };
};
