import type { Person } from '@client';
import type { InputHTMLAttributes } from 'react';

interface LabelledProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'size'> {
  readonly label: string;
}
const Labelled = ({ label, ...rest }: LabelledProps) => (
  <label>
    {label}
    <input {...rest} />
  </label>
);
const Column = (props: { name: string }) => <b>{props.name}</b>;

// The name of an attribute that is HTML's own, unless a record goes with it.
export const form = (user: Person, shown: Pick<Person, 'userName'>) => (
  <form>
    <Labelled label="x" name="userName" value={user.userName} />
    <Labelled label="x" name="userName" {...shown} />
    <Column name="userName" />
  </form>
);
