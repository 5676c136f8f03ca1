// Writes the SBOM of the loading program: of all libraries, those that assembly.xml puts into it.
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import javax.xml.parsers.DocumentBuilderFactory

def directory = new File(project.build.directory, 'sbom')
def all = new File(directory, 'all/bom.cdx.json')
['war', 'loader'].each { new File(directory, it).mkdirs() }
if (!all.exists()) {
    log.warn('No SBOM is written offline, because the CycloneDX plugin does nothing then.')
    return
}

def assembly = DocumentBuilderFactory.newInstance().newDocumentBuilder()
    .parse(new File(project.basedir, 'src/loader/assembly.xml'))
def included = assembly.getElementsByTagName('include')
// The others are files.
def patterns = (0..<included.length).collect { included.item(it).textContent }.findAll { it.contains(':') }
def matches = { library, pattern ->
    "${library.group}:${library.name}".matches(pattern.replace('.', '\\.').replace('*', '.*'))
}

def bom = new JsonSlurper().parse(all)
bom.components = bom.components.findAll { library -> patterns.any { matches(library, it) } }
patterns.each { pattern ->
    assert bom.components.any { matches(it, pattern) } : "No library is ${pattern}"
}

def program = bom.metadata.component
program.name = 'grievances-load'
program.purl = program.purl.replace('type=war', 'classifier=load&type=jar')
program.'bom-ref' = program.purl
def libraries = bom.components*.'bom-ref'
bom.dependencies = [[ref: program.purl, dependsOn: libraries]] +
    bom.dependencies.findAll { it.ref in libraries }
        .collect { [ref: it.ref, dependsOn: (it.dependsOn ?: []).findAll { ref -> ref in libraries }] }
// That of the list of all libraries.
bom.remove('serialNumber')

def written = new File(directory, 'loader/bom.cdx.json')
written.text = JsonOutput.prettyPrint(JsonOutput.toJson(bom))
session.container.lookup('org.apache.maven.project.MavenProjectHelper')
    .attachArtifact(project, 'json', 'load-cyclonedx', written)
