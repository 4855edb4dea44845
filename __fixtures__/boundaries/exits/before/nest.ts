import { Controller, Get } from '@nestjs/common';
import { prisma } from '../db';

@Controller('users')
export class UsersController {
  @Get()
  async all() {
    return prisma.user.findMany();
  }

  async helper() {
    return prisma.user.findMany();
  }
}
