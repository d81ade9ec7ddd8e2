using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TwinningWorkflow.Web.Tests.Mail;

/// <summary>A self-signed server certificate of this test alone, and the PEM file by which a client may trust it.</summary>
public sealed class TestCertificate : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public TestCertificate(string host = "localhost")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (host == "localhost")
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        File = Path.Combine(folder.FullName, "certificate.pem");
        System.IO.File.WriteAllText(File, Certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }
    public string File { get; }

    public void Dispose()
    {
        Certificate.Dispose();
        folder.Delete(recursive: true);
    }
}
