namespace MySpinBot.Sdk.Generators;

/// <summary>Puts together what single declarations cannot know: nodes with their migrations, sockets with their codecs, each service once.</summary>
internal static class Assembler
{
    /// <summary>The files to write: one a node, the first where a class type is declared twice.</summary>
    public static EquatableArray<NodeFile> Files(IEnumerable<NodeDeclaration> nodes, IReadOnlyList<MigrationDeclaration> migrations)
        => nodes
            .GroupBy(node => node.ClassType, StringComparer.OrdinalIgnoreCase)
            .Select(group => new NodeFile(group.First(), MigrationsOf(group.Key, migrations)))
            .ToEquatable();

    public static PackDeclaration Pack(
        PackIdentity identity,
        IEnumerable<NodeDeclaration> nodes,
        IEnumerable<SocketDeclaration> sockets,
        IReadOnlyList<CodecDeclaration> codecs,
        IEnumerable<ServiceDeclaration> services)
    {
        var all = nodes.ToArray();
        return new PackDeclaration(
            identity,
            all.Select(node => node.ClassType).Distinct(StringComparer.OrdinalIgnoreCase).ToEquatable(),
            sockets.Select(socket => socket with { Codec = codecs.FirstOrDefault(codec => codec.ValueType == socket.Type)?.Type }).ToEquatable(),
            Once(services.Concat(all.Where(node => node.Instance is not null).Select(node => node.Instance!))).ToEquatable());
    }

    // A class may be a capability, a service, and the class of several nodes at once; it is made once, under its capability's name.
    private static IEnumerable<ServiceDeclaration> Once(IEnumerable<ServiceDeclaration> services)
        => services.GroupBy(service => service.Type).Select(group => group.FirstOrDefault(service => service.CapabilityName is not null) ?? group.First());

    private static EquatableArray<Setting> MigrationsOf(string classType, IReadOnlyList<MigrationDeclaration> migrations)
        => migrations
            .Where(migration => migration.ClassType == classType && migration.IsWellTyped)
            .GroupBy(migration => migration.From)
            .OrderBy(group => group.Key)
            .Select(group => new Setting(Literals.Of(group.Key), group.First().Method))
            .ToEquatable();
}
