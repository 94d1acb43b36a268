// Before all else: libevent's own headers look for what it defines.
#include <sys/types.h>
#ifdef __linux__
#include <features.h>
#endif

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/un.h>

// Macros and functions of OpenSSL that Swift cannot see.
static inline long cevent_tls_release_buffers(SSL_CTX *context) {
    return SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}
static inline int cevent_tls_least_version(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}
static inline void cevent_tls_no_renegotiation(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
}

// The one protocol that is spoken inside TLS; who offers others only is refused.
static inline int cevent_select_protocol(
    SSL *tls, const unsigned char **chosen, unsigned char *chosen_length,
    const unsigned char *offered, unsigned int offered_length, void *context) {
    (void)tls;
    (void)context;
    for (unsigned int at = 0; at < offered_length; at += 1u + offered[at]) {
        if (offered[at] == 8 && at + 9 <= offered_length
            && memcmp(offered + at + 1, "http/1.1", 8) == 0) {
            *chosen = offered + at + 1;
            *chosen_length = 8;
            return SSL_TLSEXT_ERR_OK;
        }
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}
static inline void cevent_tls_http_only(SSL_CTX *context) {
    SSL_CTX_set_alpn_select_cb(context, cevent_select_protocol, NULL);
}
