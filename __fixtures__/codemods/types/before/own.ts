export class CreateUserDto {
  userName!: string; // dto-class
}
