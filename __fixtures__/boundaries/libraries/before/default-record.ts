export default { userName: 'a' };
