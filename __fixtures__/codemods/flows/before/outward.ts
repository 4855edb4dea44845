// Holds neither the field nor a client: what it is given may lose a member.
import { list } from './service';

export interface Summary {
  names: (string | null)[];
}

export async function summary(): Promise<Summary> {
  return await list();
}
