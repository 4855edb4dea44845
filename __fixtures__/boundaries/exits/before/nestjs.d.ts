/** As much of the package as the controller uses; the real one needs decorators of the old kind. */
declare module '@nestjs/common' {
  export function Controller(path?: string): (value: unknown, context: ClassDecoratorContext) => void;
  export function Get(path?: string): (value: unknown, context: ClassMethodDecoratorContext) => void;
}
