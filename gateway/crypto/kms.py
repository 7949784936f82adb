"""AWS KMS: a root key in, its ciphertext out, and back. The only place that speaks to it, and only where a site asks.

Credentials, region and endpoint are those of the AWS SDK (AWS_PROFILE, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_KMS …). The
encryption context binds a ciphertext to the site's name, and stands in the KMS's own log (CloudTrail).
"""

from collections.abc import Mapping
from typing import Any

from gateway.errors import KeyRefused

_USE = "the credentials need kms:Decrypt on this key, and kms:Encrypt to put a root key under it (key policy, IAM)"
_RESTORE = "mend `kms` under [root] in site.toml, or restore keys/root.kms from a backup"
_SIGN_IN = "sign in to AWS: the environment, a profile, or the role of the machine"
_LATER = "run the same command again later; nothing was changed"
_CODES: Mapping[str, tuple[str, str]] = {
    "AccessDeniedException": ("denies the use of the key", _USE),
    "403": ("denies the use of the key", _USE),  # what stands between may answer in a bare status
    "NotFoundException": ("has no such key", "mend `kms` under [root] in site.toml; aliases begin with alias/"),
    "IncorrectKeyException": ("did not encrypt the root key with this key", _RESTORE),
    "InvalidCiphertextException": ("cannot decrypt keys/root.kms with this key for this site", _RESTORE),
    "DisabledException": ("says that the key is disabled", "enable it in the KMS"),
    "KMSInvalidStateException": ("says that the key is pending deletion or not usable", "cancel its deletion"),
    "InvalidKeyUsageException": ("says that the key is not for encryption", "name a symmetric encryption key"),
    "ExpiredTokenException": ("refuses the credentials: they expired", _SIGN_IN),
    "UnrecognizedClientException": ("refuses the credentials", _SIGN_IN),
    "InvalidClientTokenId": ("refuses the credentials", _SIGN_IN),
    "InvalidSignatureException": ("refuses the credentials", _SIGN_IN),
}


def encrypt(key: str, site: str, root: bytes) -> bytes:
    """The ciphertext of a root key under the KMS key `key` (ARN, id or alias). Raises KeyRefused."""
    return bytes(_call(key, "encrypt", site, Plaintext=root)["CiphertextBlob"])


def decrypt(key: str, site: str, ciphertext: bytes) -> bytes:
    """Undo `encrypt`. Raises KeyRefused, saying what is missing or who refuses."""
    return bytes(_call(key, "decrypt", site, CiphertextBlob=ciphertext)["Plaintext"])


def _call(key: str, operation: str, site: str, **what: bytes) -> Mapping[str, Any]:
    try:
        import boto3  # a second to load, and an extra of its own
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError
    except ImportError:
        hint = "pip install 'patient-data-gateway[kms]'"
        raise KeyRefused("the site's root key is in a KMS, and boto3 is not installed", hint=hint) from None
    region = key.split(":")[3] if key.startswith("arn:") and key.count(":") >= 5 else None
    config = Config(connect_timeout=5, read_timeout=10, retries={"max_attempts": 3, "mode": "standard"})
    context = {"gateway-site": site}
    try:
        client = boto3.Session(region_name=region).client("kms", config=config)
        found: Mapping[str, Any] = getattr(client, operation)(KeyId=key, EncryptionContext=context, **what)
    except NoCredentialsError:
        raise KeyRefused(f"no credentials for the KMS key {key}", hint=_SIGN_IN) from None
    except NoRegionError:
        hint = "name the key by its ARN, or set AWS_DEFAULT_REGION"
        raise KeyRefused(f"in which region is the KMS key {key}?", hint=hint) from None
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        said, hint = _CODES.get(code, (f"answers {code}", _LATER))
        raise KeyRefused(f"KMS key {key}: the KMS {said}", hint=hint) from None
    except (BotoCoreError, ValueError) as error:
        what_failed = f"KMS key {key}: the KMS was not reached ({type(error).__name__})"
        raise KeyRefused(what_failed, hint="check network, region and AWS_ENDPOINT_URL_KMS") from None
    return found
