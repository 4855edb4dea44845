const { Users, Posts, load } = require('./users');

exports.get = (name) => Users.get({ userName: String(name) });
exports.find = (name) => Users.find({ userName: String(name) });
exports.load = (name) => load({ userName: String(name) });
exports.ofPosts = (name) => Posts.where({ userName: String(name) });
exports.included = () => Posts.where({}, null, { author: { select: { id: true, userName: true } } });
