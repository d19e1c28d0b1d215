/** Nothing is fetched: no manifest, no list of revoked certificates. And no list of trusted signers is at hand. */
export const SETTINGS = JSON.stringify({
  verify: {
    verify_after_reading: true,
    verify_trust: false,
    verify_timestamp_trust: false,
    ocsp_fetch: false,
    remote_manifest_fetch: false,
  },
});
