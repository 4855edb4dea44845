/** What the compilers of the components declare. */
declare function defineProps<T>(): T;
declare const Astro: { readonly props: { readonly id: number } };
