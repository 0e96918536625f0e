using MySpinBot.Sdk;

namespace MySpinBot.Server.Rest;

/// <summary>Where things are.</summary>
internal static class Addresses
{
    public const string Root = "/api/v1";

    public const string Jobs = Root + "/jobs";

    public const string Queue = Root + "/queue";

    public const string Graphs = Root + "/graphs";

    public const string Templates = Root + "/templates";

    public static string Graph(Guid id) => $"{Graphs}/{id:D}";

    public static string Template(string id) => $"{Templates}/{id}";

    public const string Batches = Root + "/batches";

    public const string Webhooks = Root + "/webhooks";

    public const string Deliveries = Root + "/deliveries";

    public static string Batch(Guid id) => $"{Batches}/{id:D}";

    public static string Webhook(Guid id) => $"{Webhooks}/{id:D}";

    public static string Delivery(Guid id) => $"{Deliveries}/{id:D}";

    public static string Job(Guid id) => $"{Jobs}/{id:D}";

    public static string Artifact(ContentId id) => $"{Root}/artifacts/{id}";

    public static string Artifact(string id) => $"{Root}/artifacts/{id}";

    public const string Files = Root + "/files";

    public const string Resumable = Root + "/uploads/resumable";

    public static string ArtifactPreview(ContentId id) => $"{Root}/artifacts/{id}/preview";

    public static string File(string folder, string path) => $"{Files}/content?folder={folder}&path={Uri.EscapeDataString(path)}";

    public static string FilePreview(string folder, string path) => $"{Files}/preview?folder={folder}&path={Uri.EscapeDataString(path)}";

    public static string Preview(long number) => $"{Root}/previews/{number}";
}
