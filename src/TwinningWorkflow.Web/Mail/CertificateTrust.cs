using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace TwinningWorkflow.Web.Mail;

/// <summary>Trusts the certificates of one file and whatever they issued, and nothing else; the server's name must match.</summary>
public sealed class CertificateTrust(X509Certificate2Collection trusted)
{
    public static CertificateTrust FromFile(string path)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPemFile(path);
        return new CertificateTrust(found);
    }

    public bool Accepts(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        if (sent is not null)
            foreach (var element in sent.ChainElements)
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build((X509Certificate2)certificate);
    }
}
