export default { where: { userName: 'a' } };
