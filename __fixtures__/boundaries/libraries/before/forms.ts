import type { User } from '@client';
import { type Path, useForm } from 'react-hook-form';

export const path: Path<User> = 'userName';
export function form() {
  const { register, watch } = useForm<User>();
  const own = useForm<{ userName: string }>();
  return [register('userName'), watch('userName'), own.register('userName')];
}
