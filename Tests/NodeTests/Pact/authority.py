"""An authority and a certificate of 127.0.0.1 by it: ca.pem, server.pem and server.key in a folder."""
import datetime
import ipaddress
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

folder = sys.argv[1]
now = datetime.datetime.now(datetime.timezone.utc)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def builder(subject, issuer, key):
    return (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=2)))


def write(path, *parts):
    with open(f"{folder}/{path}", "wb") as file:
        for part in parts:
            file.write(part)


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
authority = (builder("test authority", "test authority", authority_key)
             .add_extension(x509.BasicConstraints(True, None), True)
             .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), True)
             .sign(authority_key, hashes.SHA256()))
server = (builder("test server", "test authority", key)
          .add_extension(x509.SubjectAlternativeName(
              [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
          .sign(authority_key, hashes.SHA256()))
write("ca.pem", pem(authority))
write("server.pem", pem(server))
write("server.key", key.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
