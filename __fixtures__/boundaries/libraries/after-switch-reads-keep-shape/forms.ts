import type { User } from '@client';
import { type Path, useForm } from 'react-hook-form';

export const path: Path<User> = 'displayName';
export function form() {
  const { register, watch } = useForm<User>();
  const own = useForm<{ userName: string }>();
  return [register('displayName'), watch('displayName'), own.register('userName')];
}
