#!/bin/sh
# Starts the version of Holdfast that `current` points to.
#
# An update writes the file `trial` before it moves `current`: the new version, the previous one, and how often the new one
# was started. The app deletes the file as soon as its window has been shown. After two starts without a window this script
# goes back to the previous version, and leaves the file `rolled-back` for it to read.
set -u

root=$(dirname -- "$(readlink -f -- "$0")")

is_version() {
  case $1 in '' | .* | *[!0-9.]*) return 1 ;; esac
}

say() {
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    zh*) printf '%s\n' "$2" >&2 ;;
    *) printf '%s\n' "$1" >&2 ;;
  esac
}

# Prints the command that lets everybody make user namespaces, if this system names the setting that forbids it.
command_to_allow() {
  cd /proc/sys || return
  for rule in kernel/apparmor_restrict_unprivileged_userns=1=0 kernel/unprivileged_userns_clone=0=1 user/max_user_namespaces=0=15000; do
    file=${rule%%=*} values=${rule#*=}
    if [ -r "$file" ] && [ "$(cat "$file")" = "${values%=*}" ]; then
      printf 'sudo sysctl -w %s=%s' "$(printf '%s' "$file" | tr / .)" "${values#*=}"
      return
    fi
  done
}

# Chromium's sandbox needs user namespaces, or a helper that belongs to root and runs as root.
can_sandbox() {
  [ -n "$(find "$root/versions/$version/chrome-sandbox" -user 0 -perm -4000 2>/dev/null)" ] && return 0
  command -v unshare >/dev/null || return 0
  unshare -Ur true 2>/dev/null
}

refuse_without_sandbox() {
  allow=$(command_to_allow)
  if [ -n "$allow" ]; then
    say "Holdfast does not start: this system forbids the user namespaces that its sandbox needs. Allow them with \"$allow\", or install Holdfast's .deb package, which works as the system is." \
      "Holdfast 无法启动：系统禁止了其沙盒所需的用户命名空间。请运行 \"$allow\" 予以允许，或改为安装 Holdfast 的 .deb 软件包，无需更改系统设置。"
  else
    say "Holdfast does not start: this system gives it none of the user namespaces that its sandbox needs. Please install Holdfast's .deb package instead." \
      "Holdfast 无法启动：系统未提供其沙盒所需的用户命名空间。请改为安装 Holdfast 的 .deb 软件包。"
  fi
  exit 69
}

# Replaces a file as a whole. Only its owner may write it.
write() (
  umask 022
  { printf '%s\n' "$2" >"$root/$1.partial" && mv -fT "$root/$1.partial" "$root/$1"; } 2>/dev/null
)

# Succeeds if some version in this folder is running. A start next to it often only brings that one's window to the front.
is_running() {
  readlink /proc/[0-9]*/exe 2>/dev/null | grep -F "$root/versions/" | grep -q '/holdfast\( (deleted)\)\{0,1\}$'
}

go_back() {
  write rolled-back "$version" || return
  ln -sfn "versions/$previous" "$root/current.partial" && mv -fT "$root/current.partial" "$root/current" || return
  rm -f "$root/trial"
  say "Holdfast $version did not start twice, so version $previous is back in its place." \
    "Holdfast $version 连续两次未能启动，已恢复到 $previous 版。"
  version=$previous
}

# Counts the first starts of a new version.
try() {
  tried='' previous='' starts=''
  [ -r "$root/trial" ] && read -r tried previous starts <"$root/trial"
  [ "$tried" = "$version" ] || return
  is_version "$previous" || return
  case $starts in [0-9]) ;; *) starts=0 ;; esac
  is_running && return
  if [ "$starts" -lt 2 ]; then
    write trial "$version $previous $((starts + 1))"
  elif [ -x "$root/versions/$previous/holdfast" ]; then
    go_back
  fi
}

version=$(readlink "$root/current") && version=${version#versions/}
if ! is_version "$version" || [ ! -x "$root/versions/$version/holdfast" ]; then
  say "Holdfast does not start: its folder $root is not complete. Please unpack the archive again." \
    "Holdfast 无法启动：文件夹 $root 不完整。请重新解压安装包。"
  exit 72
fi
can_sandbox || refuse_without_sandbox
try
exec "$root/versions/$version/holdfast" "$@"
