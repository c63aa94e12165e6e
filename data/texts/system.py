"""What keeps a file from being read or written, in words: the system's own are for its programmers."""

import errno

WHY = {
    errno.EACCES: "this user has no right to it",
    errno.EPERM: "this user has no right to it",
    errno.ENOENT: "there is no such file or folder",
    errno.EISDIR: "a folder stands there, not a file",
    errno.ENOTDIR: "what should be its folder is a file",
    errno.EEXIST: "something stands there already",
    errno.ENOSPC: "the disk is full",
    errno.EROFS: "the disk can only be read",
    errno.ENAMETOOLONG: "its name is too long",
}
OTHERWISE = "the system says: {words}"
