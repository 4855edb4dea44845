// What prisma-fabbrica 2.3.3 generates, without the bodies and the models that are not used here.
import type { Prisma, Tenant, User } from '@client';

type Resolver<T, S> = T | ((opt: S) => T) | ((opt: S) => PromiseLike<T>);
type BuildDataOptions<TTransients extends Record<string, unknown>> = { readonly seq: number } & TTransients;
type TraitName = string | symbol;
type CallbackDefineOptions<TCreated, TCreateInput, TTransients extends Record<string, unknown>> = {
  onAfterBuild?: (createInput: TCreateInput, transientFields: TTransients) => void | PromiseLike<void>;
  onBeforeCreate?: (createInput: TCreateInput, transientFields: TTransients) => void | PromiseLike<void>;
  onAfterCreate?: (created: TCreated, transientFields: TTransients) => void | PromiseLike<void>;
};

type TenantFactoryDefineInput = { name?: string; users?: Prisma.UserCreateNestedManyWithoutTenantInput };
type TenantFactoryDefineOptions<TTransients extends Record<string, unknown> = Record<string, unknown>> = {
  defaultData?: Resolver<TenantFactoryDefineInput, BuildDataOptions<TTransients>>;
} & CallbackDefineOptions<Tenant, Prisma.TenantCreateInput, TTransients>;
export interface TenantFactoryInterface<TTransients extends Record<string, unknown> = Record<string, unknown>> {
  readonly _factoryFor: 'Tenant';
  build(inputData?: Partial<Prisma.TenantCreateInput & TTransients>): PromiseLike<Prisma.TenantCreateInput>;
  create(inputData?: Partial<Prisma.TenantCreateInput & TTransients>): PromiseLike<Tenant>;
}
export declare const defineTenantFactory: <TOptions extends TenantFactoryDefineOptions>(
  options?: TOptions,
) => TenantFactoryInterface<{}>;

type UsertenantFactory = {
  _factoryFor: 'Tenant';
  build: () => PromiseLike<Prisma.TenantCreateNestedOneWithoutUsersInput['create']>;
};
type UserFactoryDefineInput = {
  email?: string;
  userName?: string | null;
  displayName?: string;
  visits?: number;
  createdAt?: Date;
  tenant: UsertenantFactory | Prisma.TenantCreateNestedOneWithoutUsersInput;
  posts?: Prisma.PostCreateNestedManyWithoutAuthorInput;
};
type UserTransientFields = Record<string, unknown> & Partial<Record<keyof UserFactoryDefineInput, never>>;
type UserFactoryTrait<TTransients extends Record<string, unknown>> = {
  data?: Resolver<Partial<UserFactoryDefineInput>, BuildDataOptions<TTransients>>;
} & CallbackDefineOptions<User, Prisma.UserCreateInput, TTransients>;
type UserFactoryDefineOptions<TTransients extends Record<string, unknown> = Record<string, unknown>> = {
  defaultData: Resolver<UserFactoryDefineInput, BuildDataOptions<TTransients>>;
  traits?: { [traitName: string | symbol]: UserFactoryTrait<TTransients> };
} & CallbackDefineOptions<User, Prisma.UserCreateInput, TTransients>;
type UserTraitKeys<TOptions extends UserFactoryDefineOptions<any>> = Exclude<keyof TOptions['traits'], number>;
export interface UserFactoryInterfaceWithoutTraits<TTransients extends Record<string, unknown>> {
  readonly _factoryFor: 'User';
  build(inputData?: Partial<Prisma.UserCreateInput & TTransients>): PromiseLike<Prisma.UserCreateInput>;
  create(inputData?: Partial<Prisma.UserCreateInput & TTransients>): PromiseLike<User>;
  createList(list: readonly Partial<Prisma.UserCreateInput & TTransients>[]): PromiseLike<User[]>;
  createList(count: number, item?: Partial<Prisma.UserCreateInput & TTransients>): PromiseLike<User[]>;
}
export interface UserFactoryInterface<
  TTransients extends Record<string, unknown> = Record<string, unknown>,
  TTraitName extends TraitName = TraitName,
> extends UserFactoryInterfaceWithoutTraits<TTransients> {
  use(name: TTraitName, ...names: readonly TTraitName[]): UserFactoryInterfaceWithoutTraits<TTransients>;
}
interface UserFactoryBuilder {
  <TOptions extends UserFactoryDefineOptions>(options: TOptions): UserFactoryInterface<{}, UserTraitKeys<TOptions>>;
  withTransientFields: <TTransients extends UserTransientFields>(
    defaultTransientFieldValues: TTransients,
  ) => <TOptions extends UserFactoryDefineOptions<TTransients>>(
    options: TOptions,
  ) => UserFactoryInterface<TTransients, UserTraitKeys<TOptions>>;
}
export declare const defineUserFactory: UserFactoryBuilder;
