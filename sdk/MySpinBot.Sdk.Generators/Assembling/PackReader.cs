using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MySpinBot.Sdk.Generators;

/// <summary>Finds out for whom code is generated.</summary>
internal static class PackReader
{
    public static PackIdentity Read(Compilation compilation, CancellationToken cancellation)
    {
        var sdk = compilation.GetTypeByMetadataName(SdkNames.Node)?.ContainingAssembly.Identity.Version ?? new Version(0, 0, 0, 0);
        return new PackIdentity(NamespaceOf(compilation.AssemblyName ?? "Plugin") + ".Generated", sdk.ToString());
    }

    /// <summary>An assembly's name as a namespace: what a namespace cannot hold becomes an underscore.</summary>
    public static string NamespaceOf(string assembly) => string.Join(".", assembly.Split('.').Select(PartOf));

    private static string PartOf(string part)
    {
        var name = new StringBuilder();
        foreach (var letter in part)
        {
            name.Append(SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_');
        }

        return name.Length > 0 && SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? Literals.Name(name.ToString()) : "_" + name;
    }
}
