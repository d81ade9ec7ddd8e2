using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TwinningWorkflow.Web.Access;

/// <summary>
/// The certificate that encrypts the keys of sessions and links where one node keeps everything in one folder and nobody
/// brought a certificate. It is made once, beside the database and readable to its owner alone: a copy of the database lets
/// nobody pass for somebody else.
/// </summary>
internal static class OwnCertificate
{
    private const string Name = "keys.pem";
    private const int KeySize = 2048;

    public static X509Certificate2 In(string folder)
    {
        var file = Path.Combine(folder, Name);
        if (!File.Exists(file))
            Make(file);
        return X509Certificate2.CreateFromPemFile(file);
    }

    private static void Make(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        Directory.CreateDirectory(folder);
        using var key = RSA.Create(KeySize);
        var request = new CertificateRequest(
            "CN=TwinningWorkflow",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var now = TimeProvider.System.GetUtcNow();
        // nobody but this program looks at it, and old keys must stay readable
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(100));
        var unfinished = Path.Combine(folder, Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(unfinished, options))
        {
            writer.WriteLine(certificate.ExportCertificatePem());
            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        }
        try
        {
            File.Move(unfinished, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // another process was faster: its certificate is the one
            File.Delete(unfinished);
        }
    }
}
