#!/bin/bash
# A real SMTP and IMAP pair on loopback for the tests: postfix and dovecot, everything they write under $ROOT.
#   ROOT=folder SMTP=port SUBMISSIONS=port IMAP=port IMAPS=port mail-fixture.sh start|stop
#   ... mail-fixture.sh answer ADDRESS ANSWER    (such as 450 4.2.0 later; OK to take mail again)
# SMTP and IMAP speak STARTTLS, SUBMISSIONS and IMAPS implicit TLS. Mailboxes clerk, mayor and gemellaggi at comune.test, and
# with +anything; password s3cret. Mail to full@comune.test is accepted and then bounces. Sending needs a sign-in, and nothing
# leaves for anywhere else. Both daemons want root.
set -e
: "${ROOT:?}" "${SMTP:?}" "${SUBMISSIONS:?}" "${IMAP:?}" "${IMAPS:?}"

start() {
  mkdir -p "$ROOT"/{postfix/etc,postfix/queue,postfix/data,dovecot,mail,tls}
  chmod 755 "$ROOT"
  chown mail:mail "$ROOT/mail"
  chown postfix "$ROOT/postfix/data"
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$ROOT/tls/key.pem" -out "$ROOT/tls/cert.pem" -days 2 \
    -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' 2>/dev/null
  printf '%s@comune.test:{PLAIN}s3cret::::::\n' clerk mayor gemellaggi > "$ROOT/dovecot/users"

  cat > "$ROOT/dovecot/dovecot.conf" <<D
protocols = imap lmtp
base_dir = $ROOT/dovecot/run
log_path = $ROOT/dovecot/log
instance_name = twinning-tests-$IMAP
listen = 127.0.0.1
first_valid_uid = 8
mail_location = maildir:$ROOT/mail/%u
ssl = yes
ssl_cert = <$ROOT/tls/cert.pem
ssl_key = <$ROOT/tls/key.pem
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = $ROOT/dovecot/users
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$ROOT/mail/%u
}
service imap-login {
  inet_listener imap {
    port = $IMAP
  }
  inet_listener imaps {
    port = $IMAPS
    ssl = yes
  }
}
service lmtp {
  unix_listener $ROOT/postfix/queue/lmtp {
    mode = 0666
  }
}
service auth {
  unix_listener $ROOT/postfix/queue/auth {
    mode = 0666
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
D

  cat > "$ROOT/postfix/etc/main.cf" <<P
compatibility_level = 3.6
queue_directory = $ROOT/postfix/queue
data_directory = $ROOT/postfix/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.comune.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = comune.test
virtual_mailbox_maps = inline:{clerk@comune.test=x, mayor@comune.test=x, gemellaggi@comune.test=x, full@comune.test=x, slow@comune.test=x}
virtual_alias_maps = inline:{slow@comune.test=clerk@comune.test}
recipient_delimiter = +
virtual_transport = lmtp:unix:lmtp
default_transport = error:no mail leaves the tests
relay_transport = error:no mail leaves the tests
alias_maps =
alias_database =
maillog_file = $ROOT/postfix/log
maillog_file_prefixes = $ROOT
smtpd_tls_cert_file = $ROOT/tls/cert.pem
smtpd_tls_key_file = $ROOT/tls/key.pem
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access texthash:$ROOT/postfix/etc/access
smtpd_error_sleep_time = 0
P

  : > "$ROOT/postfix/etc/access"

  cat > "$ROOT/postfix/etc/master.cf" <<M
127.0.0.1:$SMTP inet n - n - - smtpd
127.0.0.1:$SUBMISSIONS inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
M

  dovecot -c "$ROOT/dovecot/dovecot.conf"
  postfix -c "$ROOT/postfix/etc" start > "$ROOT/postfix/start" 2>&1 || { cat "$ROOT/postfix/start" >&2; stop; exit 1; }
  for port in "$SMTP" "$SUBMISSIONS" "$IMAP" "$IMAPS"; do
    for _ in $(seq 100); do
      (echo > "/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue 2
      sleep 0.1
    done
    echo "nothing answers on port $port" >&2
    stop
    exit 1
  done
}

stop() {
  postfix -c "$ROOT/postfix/etc" stop > "$ROOT/postfix/stop" 2>&1 || true
  doveadm -c "$ROOT/dovecot/dovecot.conf" stop || true
}

answer() {
  echo "$1 ${*:2}" > "$ROOT/postfix/etc/access"
  postfix -c "$ROOT/postfix/etc" reload > "$ROOT/postfix/reload" 2>&1
}

case $1 in
  answer) answer "${@:2}" ;;
  start) start ;;
  stop) stop ;;
  *) echo "usage: mail-fixture.sh start|stop|answer" >&2; exit 64 ;;
esac
