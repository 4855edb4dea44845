import { ts } from '@ts-morph/common';
import { keyText } from '../source.js';
import type { Advisor } from './advice.js';

/**
 * Decorators of NestJS and TypeGraphQL: `@Field({ name: 'userName' })`, `@Args('userName')`, `@Query('userName')`. The name is one of
 * the API, and stays.
 */
export const nest: Advisor = ({ token }) => {
  const property = token.parent;
  const isName =
    ts.isPropertyAssignment(property) && property.initializer === token && keyText(property.name) === 'name';
  const given: ts.Node = isName ? property.parent : token;
  const call = given.parent;
  if (!ts.isCallExpression(call) || !ts.isDecorator(call.parent)) return undefined;
  const argument = call.arguments.indexOf(given as ts.Expression);
  const packages = /^(?:@nestjs\/\w+|type-graphql)$/;
  return argument < 0 ? undefined : { call, argument, packages, shape: 'name', isOther: true };
};
